/** The services and their operations, with the errors, quotas and pages of the real ones. */
@NullMarked
package dev.crossrun.simulator.service;

import org.jspecify.annotations.NullMarked;
