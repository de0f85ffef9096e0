/** The activities that call AWS, each with the credentials of the account that it acts on. */
@NullMarked
package dev.crossrun.aws;

import org.jspecify.annotations.NullMarked;
