/** The API of the AWS access portal: accounts, permission sets and credentials of a user who is signed in. */
@NullMarked
package dev.crossrun.simulator.portal;

import org.jspecify.annotations.NullMarked;
