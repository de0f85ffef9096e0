package dev.crossrun.standalone.temporal;

import static dev.crossrun.standalone.temporal.ServerInside.field;
import static dev.crossrun.standalone.temporal.ServerInside.part;
import static dev.crossrun.standalone.temporal.ServerInside.replace;

import io.temporal.testserver.TestServer;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * The locks of an in-memory server's time. The server notes them in a list, where those of activities stay, and searches it from
 * its oldest entry whenever a lock is released: so it gets slower with each activity that it has ever had. Here a lock is found at
 * once; those of activities stay.
 */
@SuppressWarnings("JdkObsolete") // The server wants a LinkedList.
final class ServerLocks extends LinkedList<Object> {
    private static final long serialVersionUID = 1;

    private final transient Set<Object> locks;

    private ServerLocks(Collection<?> locks) {
        this.locks = new LinkedHashSet<>(locks);
    }

    /** Lets a server keep its locks here. */
    static void install(TestServer.InProcessTestServer server) {
        Object timer = part(server, "selfAdvancingTimer");
        Lock lock = (Lock) field(timer, "lock");
        lock.lock();
        try {
            replace(timer, "lockEvents", new ServerLocks((Collection<?>) field(timer, "lockEvents")));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean add(Object event) {
        return locks.add(event);
    }

    @Override
    public boolean remove(Object event) {
        return locks.remove(event);
    }

    @Override
    public Iterator<Object> iterator() {
        return locks.iterator();
    }

    @Override
    public int size() {
        return locks.size();
    }
}
