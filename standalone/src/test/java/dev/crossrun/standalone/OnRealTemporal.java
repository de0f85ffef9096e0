package dev.crossrun.standalone;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** A test that needs a real Temporal service, see {@link RealService}. {@code -Preal} runs these alone. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("real")
@EnabledIf("dev.crossrun.standalone.RealService#isThere")
@interface OnRealTemporal {}
