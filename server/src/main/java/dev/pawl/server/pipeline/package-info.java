/** What happens to an upload. A newcomer starts at RunPipeline. */
@NullMarked
package dev.pawl.server.pipeline;

import org.jspecify.annotations.NullMarked;
