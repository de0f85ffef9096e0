/** The REST API, on Dropwizard. It sees the contract of runs and the descriptors of runbooks, and nothing behind them. */
@NullMarked
package dev.crossrun.api;

import org.jspecify.annotations.NullMarked;
