package dev.pawl.report;

/**
 * Where everybody can fetch a picture.
 *
 * @param light for a light page
 * @param dark for a dark one
 */
public record PictureAddress(String light, String dark) {}
