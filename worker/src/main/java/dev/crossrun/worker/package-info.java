/** The worker process: configuration, credentials, registrations, drain. */
@NullMarked
package dev.crossrun.worker;

import org.jspecify.annotations.NullMarked;
