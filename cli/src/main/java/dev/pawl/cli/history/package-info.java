/** Histories that other trackers, spreadsheets and Pawl itself wrote, as runs that can be uploaded. */
@NullMarked
package dev.pawl.cli.history;

import org.jspecify.annotations.NullMarked;
