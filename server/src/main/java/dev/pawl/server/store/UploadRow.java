package dev.pawl.server.store;

/**
 * What was uploaded, as it came.
 *
 * @param files names of the files in the body, as the pipeline wrote them down
 * @param body compressed with gzip
 */
public record UploadRow(String files, byte[] body) {}
