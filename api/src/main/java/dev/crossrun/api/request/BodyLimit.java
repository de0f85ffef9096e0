package dev.crossrun.api.request;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.run.task.FileRule;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses bodies that are too large, by their stated length or while they are read, and those that take too long. */
@Priority(Priorities.ENTITY_CODER) // before what refuses a request without its body, and after its caller is known
public final class BodyLimit implements ContainerRequestFilter, ContainerResponseFilter {
    /** The input of 2,000 agents and 800 grants. The largest document is smaller, also with the other part and headers. */
    public static final int MOST = 1024 * 1024;

    /** What is read of a refused body, so that a client that is still sending gets to read the refusal. */
    private static final int DRAINED = 16 * 1024 * 1024;

    /** How many bytes of a body that nobody reads are worth to be read for the connection's sake. */
    private static final int SMALL = 64 * 1024;

    private static final String BODY = BodyLimit.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(BodyLimit.class);

    private final Duration longest;

    /** {@code longest}: how long a body may take from its first to its last byte. */
    public BodyLimit(Duration longest) {
        this.longest = longest;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Bounded body = new Bounded(request.getEntityStream(), longest);
        if (request.getLength() > MOST) {
            throw body.tooLarge();
        }
        request.setEntityStream(body);
        request.setProperty(BODY, body);
    }

    /**
     * Reads a small body that the answer did not depend on, so that the connection can be used again. Any other body that nobody
     * reads makes the server close the connection: the answer says so, and a client that reuses connections takes another one.
     */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(BODY) instanceof Bounded body)) {
            if (hasBody(request)) {
                close(response);
            }
        } else if (body.untouched() && request.getLength() > SMALL) {
            close(response);
        } else if (body.untouched()) {
            drain(body);
        }
    }

    private static boolean hasBody(ContainerRequestContext request) {
        return request.getLength() > 0 || request.getHeaders().containsKey(HttpHeader.TRANSFER_ENCODING.asString());
    }

    private static void close(ContainerResponseContext response) {
        response.getHeaders().putSingle(HttpHeader.CONNECTION.asString(), HttpHeaderValue.CLOSE.asString());
    }

    private static void drain(Bounded body) {
        try {
            body.readNBytes(SMALL);
        } catch (IOException | ApiException e) {
            LOG.debug("The rest of a body that nobody reads did not arrive", e);
        }
    }

    private static final class Bounded extends FilterInputStream {
        private final long begun = System.nanoTime();
        private final Duration longest;
        private long seen;
        private boolean touched;

        Bounded(InputStream in, Duration longest) {
            super(in);
            this.longest = longest;
        }

        /** Whether nobody has tried to read it. */
        boolean untouched() {
            return !touched;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int read = arrived(into, offset, length);
            seen += Math.max(read, 0);
            if (seen > MOST) {
                throw tooLarge();
            }
            return read;
        }

        private int arrived(byte[] into, int offset, int length) {
            touched = true;
            if (System.nanoTime() - begun > longest.toNanos()) {
                throw late("The body did not arrive within " + longest.toSeconds() + " s");
            }
            try {
                return in.read(into, offset, length);
            } catch (RuntimeException e) {
                if (e.getCause() instanceof ZipException) {
                    throw ApiException.malformed("The body is not gzip, as the header Content-Encoding says");
                }
                throw e;
            } catch (IOException e) {
                if (e.getCause() instanceof TimeoutException) {
                    throw late("The rest of the body did not arrive");
                }
                LOG.debug("A client hung up", e);
                throw ApiException.malformed("The body is shorter than the header Content-Length says, or is cut off");
            }
        }

        private static ApiException late(String detail) {
            return new ApiException(ProblemCode.REQUEST_TIMEOUT, detail);
        }

        ApiException tooLarge() {
            byte[] rest = new byte[8192];
            for (int left = DRAINED; left > 0; ) {
                int read = arrived(rest, 0, rest.length);
                left = read < 0 ? 0 : left - read;
            }
            return ApiException.tooLarge(
                    "A request has at most " + MOST + " bytes, a document " + FileRule.XML.maxBytes() + " bytes");
        }
    }
}
