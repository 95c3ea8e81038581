package dev.pawl;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The import table of docs/architecture.md: packages are stages of the flow, and stages do not see each other. */
@AnalyzeClasses(packages = "dev.pawl", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {

    private static final String[] JDK = {"java..", "org.jspecify.."};
    private static final String STATISTICS = "org.apache.commons.statistics..";
    private static final String NUMBERS = "org.apache.commons.numbers..";
    private static final String JACKSON_CORE = "com.fasterxml.jackson.core..";

    @ArchTest
    static final ArchRule model = only("model");

    @ArchTest
    static final ArchRule stats = only("stats", STATISTICS, NUMBERS);

    @ArchTest
    static final ArchRule parser = only("parser", "dev.pawl.model", "dev.pawl.stats", JACKSON_CORE);

    @ArchTest
    static final ArchRule wire = only("wire", "dev.pawl.model", "dev.pawl.stats", JACKSON_CORE);

    @ArchTest
    static final ArchRule report = only("report", "dev.pawl.model", "dev.pawl.stats", JACKSON_CORE);

    @ArchTest
    static final ArchRule baseline = only("baseline", "dev.pawl.model");

    @ArchTest
    static final ArchRule alert = only("alert", "dev.pawl.model");

    @ArchTest
    static final ArchRule compare = only("compare", "dev.pawl.model", "dev.pawl.stats");

    @ArchTest
    static final ArchRule detect = only("detect", "dev.pawl.model", "dev.pawl.stats");

    @ArchTest
    static final ArchRule backtest =
            only("backtest", "dev.pawl.model", "dev.pawl.stats", "dev.pawl.compare", "dev.pawl.detect");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.pawl.(*)..").should().beFreeOfCycles();

    private static ArchRule only(String stage, String... allowed) {
        String itself = "dev.pawl." + stage;
        return classes()
                .that(resideInAPackage(itself))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(JDK).or(resideInAPackage(itself)).or(resideInAnyPackage(allowed)))
                .allowEmptyShould(true);
    }
}
