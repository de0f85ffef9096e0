/** The resources of the REST API, and what they show. */
@NullMarked
package dev.crossrun.api.resource;

import org.jspecify.annotations.NullMarked;
