/** One comment of our own on a pull request or merge request: GitHub, GitLab, and how several writers keep it one. */
@NullMarked
package dev.pawl.server.notify.forge;

import org.jspecify.annotations.NullMarked;
