/** The OpenAPI document, made from the resources and from the records that they read and return. */
@NullMarked
package dev.crossrun.api.openapi;

import org.jspecify.annotations.NullMarked;
