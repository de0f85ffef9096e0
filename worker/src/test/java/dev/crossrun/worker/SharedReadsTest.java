package dev.crossrun.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.activity.FailureType;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
    private static final int OTHERS = 5;

    private final SharedReads reads = new SharedReads();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    @Test
    void whoAsksWhileAReadIsUnderWayIsAnsweredByTheNextOneTogetherWithTheOthers() throws Exception {
        FutureTask<Object> first = asked(this::whenEnded);
        List<FutureTask<Object>> others = othersAsk(this::whenEnded);

        end.countDown();

        assertThat(first.get()).isEqualTo(1);
        for (FutureTask<Object> other : others) {
            assertThat(other.get()).isEqualTo(2);
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void whatWasReadBeforeIsNotGivenToWhoAsksLater() {
        assertThat(reads.answer("what", made::incrementAndGet)).isEqualTo(1);
        assertThat(reads.answer("what", made::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void anotherReadDoesNotWait() throws Exception {
        FutureTask<Object> first = asked(this::whenEnded);

        assertThat(reads.answer("something else", () -> "seen")).isEqualTo("seen");

        end.countDown();
        assertThat(first.get()).isEqualTo(1);
    }

    @Test
    void aFailureFailsAllForWhomItWasRead() throws Exception {
        FutureTask<Object> first = asked(this::whenEnded);
        List<FutureTask<Object>> others = othersAsk(() -> {
            made.incrementAndGet();
            throw FailureType.THROTTLED.failure("too many calls");
        });

        end.countDown();

        assertThat(first.get()).isEqualTo(1);
        for (FutureTask<Object> other : others) {
            assertThatThrownBy(other::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                        assertThat(failure.getType()).isEqualTo("THROTTLED");
                        assertThat(failure.isNonRetryable()).isFalse();
                    });
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void theEndOfARunEndsNoReadOfTheOthers() throws Exception {
        FutureTask<Object> first = asked(this::whenEnded);
        FutureTask<Object> ended = asked(() -> {
            throw new ActivityCanceledException();
        });
        List<FutureTask<Object>> others = othersAsk(this::whenEnded);

        end.countDown();

        assertThat(first.get()).isEqualTo(1);
        assertThatThrownBy(ended::get).hasCauseInstanceOf(ActivityCanceledException.class);
        for (FutureTask<Object> other : others) {
            assertThat((int) other.get()).isGreaterThan(1);
        }
    }

    private int whenEnded() {
        int number = made.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return number;
    }

    private List<FutureTask<Object>> othersAsk(Supplier<Object> read) {
        List<FutureTask<Object>> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(asked(read));
        }
        return others;
    }

    /** By another thread, which is waiting when this returns. */
    private FutureTask<Object> asked(Supplier<Object> read) {
        Callable<Object> ask = () -> reads.answer("what", read);
        FutureTask<Object> task = new FutureTask<>(ask);
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
        return task;
    }
}
