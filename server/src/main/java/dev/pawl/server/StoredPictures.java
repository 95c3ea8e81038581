package dev.pawl.server;

import dev.pawl.model.SeriesKey;
import dev.pawl.report.PictureAddress;
import dev.pawl.server.http.PictureLinks;
import dev.pawl.server.http.StoredTrends;
import dev.pawl.server.notify.TrendPictures;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The trends that messages show, from the store. */
public final class StoredPictures implements TrendPictures {

    private final Store store;
    private final PictureLinks links;

    /** @param publicUrl where others reach the server; {@code null} if they cannot */
    public StoredPictures(Store store, Clock clock, @Nullable URI publicUrl) {
        this.store = store;
        this.links = new PictureLinks(store, clock, publicUrl);
    }

    @Override
    public Optional<byte[]> png(String project, String series) {
        return StoredTrends.png(store, project, series);
    }

    @Override
    public Optional<URI> address(String project, String series) {
        return links.ofSeries(project, series);
    }

    @Override
    public Map<SeriesKey, PictureAddress> ofRun(ProjectRow project, String run) {
        return links.ofRun(project, run).stream()
                .collect(Collectors.toMap(
                        picture -> picture.result().series(), PictureLinks.RunPicture::address, (one, same) -> one));
    }
}
