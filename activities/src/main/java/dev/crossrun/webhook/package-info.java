/** Notifications by webhook: events as CloudEvents, signed as Standard Webhooks says. */
@NullMarked
package dev.crossrun.webhook;

import org.jspecify.annotations.NullMarked;
