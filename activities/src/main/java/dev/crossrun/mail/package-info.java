/** E-mails about tasks, by SMTP. */
@NullMarked
package dev.crossrun.mail;

import org.jspecify.annotations.NullMarked;
