package dev.crossrun.standalone;

/** A real Temporal server. */
interface TemporalServer extends AutoCloseable {
    /** Where it listens, as TEMPORAL_ADDRESS says it. */
    String address();

    /** Starts it again after {@link #kill}. */
    void start();

    /** Ends it as a crash would. */
    void kill();

    @Override
    void close();
}
