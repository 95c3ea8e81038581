package dev.pawl.cli;

import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command that works on the server's own database finds it, and which project it is about. */
final class ProjectPlace {

    @Mixin
    private DataOption data;

    @Option(names = "--project", paramLabel = "P", required = true, description = "The project.")
    private String project;

    Store open() {
        return data.openExisting();
    }

    /** @throws UsageException if there is no such project */
    ProjectRow in(Store store) {
        return store.read(view -> view.projects().find(project))
                .orElseThrow(
                        () -> new UsageException("there is no project '" + project + "'; see 'pawl project list'"));
    }
}
