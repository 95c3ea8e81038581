package dev.pawl.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** What is needed of a run to read its points. */
record RunHead(long number, String id, long projectId, String sha, String testbed, int shardsReceived) {

    static final String SQL = """
            select run.number, run.id, run.project_id, run.sha, testbed.name, run.shards_received
            from run join testbed on testbed.id = run.testbed_id where run.id = ?""";

    static RunHead of(ResultSet row) throws SQLException {
        return new RunHead(
                row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5), row.getInt(6));
    }

    static RunHead of(RunRow run) {
        return new RunHead(
                run.number(),
                run.id(),
                run.projectId(),
                run.run().sha(),
                run.run().testbed(),
                run.shardsReceived());
    }
}
