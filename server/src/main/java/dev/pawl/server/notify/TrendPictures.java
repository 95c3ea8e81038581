package dev.pawl.server.notify;

import dev.pawl.model.SeriesKey;
import dev.pawl.report.PictureAddress;
import dev.pawl.server.store.ProjectRow;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The trends that mails show, and the addresses of those that others fetch. */
@FunctionalInterface
public interface TrendPictures {

    /** For where there is no store to draw from. */
    TrendPictures NONE = (project, series) -> Optional.empty();

    /** The trend of a series on the default branch as PNG; empty if there is nothing to draw. */
    Optional<byte[]> png(String project, String series);

    /** Where anybody can fetch the same, as PNG; empty if nobody outside can. */
    default Optional<URI> address(String project, String series) {
        return Optional.empty();
    }

    /** Where anybody can fetch the trends of what moved in a run, with its results at their ends. */
    default Map<SeriesKey, PictureAddress> ofRun(ProjectRow project, String run) {
        return Map.of();
    }
}
