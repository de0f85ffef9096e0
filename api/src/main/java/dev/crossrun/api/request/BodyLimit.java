package dev.crossrun.api.request;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.task.FileRule;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses bodies that nothing here takes, by their stated length or while they come. */
public final class BodyLimit implements ContainerRequestFilter {
    /** The input of 2,000 agents and 800 grants. The largest document is smaller, also with the other part and headers. */
    public static final int MOST = 1024 * 1024;

    /** What is read of a refused body, so that a client that is still sending gets to read the refusal. */
    private static final int DRAINED = 16 * 1024 * 1024;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (request.getLength() > MOST) {
            drain(request.getEntityStream());
            throw tooLarge();
        }
        request.setEntityStream(new Bounded(request.getEntityStream()));
    }

    private static void drain(InputStream body) throws IOException {
        byte[] buffer = new byte[8192];
        int left = DRAINED;
        for (int read = body.read(buffer); read >= 0 && left > 0; read = body.read(buffer)) {
            left -= read;
        }
    }

    private static ApiException tooLarge() {
        return ApiException.tooLarge(
                "A request has at most " + MOST + " bytes, a document " + FileRule.XML.maxBytes() + " bytes");
    }

    private static final class Bounded extends FilterInputStream {
        private long seen;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            seen += read;
            if (seen > MOST) {
                drain(in);
                throw tooLarge();
            }
        }
    }
}
