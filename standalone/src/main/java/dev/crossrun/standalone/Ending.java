package dev.crossrun.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** What ends with a process that people stop: the latest first, whenever they do, be it while things start. */
final class Ending {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<Runnable> words = Optional.empty();

    /** Lets {@code each} end; at once, if this has ended. */
    synchronized <T extends AutoCloseable> T with(T each) {
        if (ended.getCount() == 0) {
            close(each);
        } else {
            open.push(each);
        }
        return each;
    }

    /** What is done first, when everything has started. */
    synchronized void say(Runnable last) {
        words = Optional.of(last);
    }

    /** A second call does nothing. */
    synchronized void end() {
        if (ended.getCount() == 0) {
            return;
        }
        words.ifPresent(Runnable::run);
        while (!open.isEmpty()) {
            close(open.pop());
        }
        ended.countDown();
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            // Not earlier: the program says how it logs when it starts.
            LoggerFactory.getLogger(Ending.class).warn("{} does not end", each, e);
        }
    }

    void await() throws InterruptedException {
        ended.await();
    }
}
