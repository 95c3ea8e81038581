package dev.pawl.cli.ci;

import dev.pawl.cli.ci.CiContext.Job;
import dev.pawl.cli.ci.CiContext.Revision;
import dev.pawl.cli.ci.CiContext.Target;
import java.util.List;
import java.util.Map;

/**
 * Jenkins, as multibranch pipelines and the git plugin set it up. The run key is the build's tag, the testbed the node's name;
 * the project comes from git.
 */
final class Jenkins implements CiSystem {

    @Override
    public List<String> variables() {
        return List.of(
                "BRANCH_NAME",
                "BUILD_TAG",
                "BUILD_URL",
                "CHANGE_BRANCH",
                "CHANGE_FORK",
                "CHANGE_ID",
                "CHANGE_TARGET",
                "GIT_COMMIT",
                "JENKINS_URL",
                "NODE_NAME",
                "TAG_NAME");
    }

    @Override
    public boolean runs(Map<String, String> listed) {
        return listed.containsKey("JENKINS_URL") || listed.containsKey("BUILD_TAG");
    }

    @Override
    public CiContext context(Map<String, String> listed) {
        Integer number = Numbers.positive(listed.get("CHANGE_ID"));
        String branch = listed.getOrDefault("CHANGE_BRANCH", listed.get("BRANCH_NAME"));
        if (number != null && branch != null && listed.containsKey("CHANGE_FORK"))
            branch = listed.get("CHANGE_FORK").split("/", 2)[0] + ":" + branch;
        return new CiContext(
                "Jenkins",
                null,
                null,
                // Of a change, GIT_COMMIT can be a merge that Jenkins made; git knows its parents.
                new Revision(branch, number == null ? listed.get("GIT_COMMIT") : null),
                number == null ? null : new Target(number, listed.get("CHANGE_TARGET"), null, null),
                new Job(
                        Slug.of(listed.get("BUILD_TAG")),
                        null,
                        null,
                        listed.get("BUILD_URL"),
                        Slug.of(listed.get("NODE_NAME")),
                        null),
                listed.get("TAG_NAME"),
                null);
    }
}
