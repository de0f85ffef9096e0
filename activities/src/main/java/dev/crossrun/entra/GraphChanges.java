package dev.crossrun.entra;

import dev.crossrun.activity.Changes;
import dev.crossrun.run.effect.ProviderCall;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Notes each call of Microsoft Graph that can have changed something. A synchronous client calls this in the thread of the activity. */
final class GraphChanges implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Response response = chain.proceed(request);
        if (response.isSuccessful() && !request.method().equals("GET")) {
            Changes.note(new ProviderCall(
                    request.method() + " " + request.url().encodedPath(),
                    Optional.ofNullable(response.header("request-id")).orElse("")));
        }
        return response;
    }
}
