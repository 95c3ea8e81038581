package dev.pawl.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The server's part of the import table in docs/architecture.md. */
@AnalyzeClasses(packages = "dev.pawl.server", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {

    @ArchTest
    static final ArchRule config = only("config");

    @ArchTest
    static final ArchRule background = only("background");

    @ArchTest
    static final ArchRule store = only("store", "model", "wire");

    @ArchTest
    static final ArchRule pipeline = only(
            "pipeline",
            "model",
            "parser",
            "baseline",
            "compare",
            "detect",
            "alert",
            "server.store",
            "server.background");

    @ArchTest
    static final ArchRule http = only(
            "http",
            "model",
            "wire",
            "report",
            "parser",
            "baseline",
            "backtest",
            "server.chart",
            "server.pipeline",
            "server.store",
            "server.background",
            "server.config");

    @ArchTest
    static final ArchRule notify = only(
            "notify",
            "model",
            "report",
            "server.chart",
            "server.store",
            "server.background",
            "server.config",
            "server.notify.forge");

    @ArchTest
    static final ArchRule forge = only("notify.forge", "report", "server.config");

    @ArchTest
    static final ArchRule onlyTheStoreSpeaksSql = noClasses()
            .that()
            .resideOutsideOfPackage("dev.pawl.server.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.jdbi..", "org.sqlite..", "com.zaxxer.hikari..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.pawl.server.(*)..").should().beFreeOfCycles();

    private static ArchRule only(String stage, String... allowed) {
        Set<String> packages =
                Arrays.stream(allowed).map(name -> "dev.pawl." + name).collect(Collectors.toSet());
        packages.add("dev.pawl.server." + stage);
        DescribedPredicate<JavaClass> forbidden = DescribedPredicate.describe(
                "in a package of Pawl that " + stage + " may not import",
                type -> type.getPackageName().startsWith("dev.pawl") && !packages.contains(type.getPackageName()));
        return noClasses()
                .that()
                .resideInAPackage("dev.pawl.server." + stage)
                .should()
                .dependOnClassesThat(forbidden);
    }
}
