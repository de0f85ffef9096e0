package dev.crossrun.standalone;

import dev.crossrun.temporal.SealingKeys;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who works with a stack, and its keys.
 *
 * @param sealing with which the API encrypts secrets for the worker
 * @param sessionKeys the file of the keys that seal sessions at the desk; without it sessions end with the process
 */
record Secrets(People people, SealingKeys sealing, Optional<Path> sessionKeys) {
    /** One pair for every stack of a JVM: to make one takes longer than to start all the rest. */
    private static final SealingKeys SEALING = SealingKeys.generate();

    /** For one stack. */
    static Secrets once() {
        return new Secrets(new People(), SEALING, Optional.empty());
    }
}
