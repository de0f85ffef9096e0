package dev.crossrun.temporal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.payload.context.ActivitySerializationContext;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.util.List;

/** How records become payloads. A later version may add fields, so unknown ones are let pass. */
public final class Payloads {
    /** The mapper of everything that enters history. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .build();

    private static final DataConverter JSON = DefaultDataConverter.newDefaultInstance()
            .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(MAPPER));

    private Payloads() {}

    /** The converter of a client, for what belongs to a workflow. */
    public static DataConverter of(WorkflowClientOptions client, String workflowId) {
        return client.getDataConverter()
                .withContext(new WorkflowSerializationContext(client.getNamespace(), workflowId));
    }

    /** The converter of a client, for what belongs to a workflow's activities of a type. */
    public static DataConverter of(WorkflowClientOptions client, String workflowId, String activityType) {
        return client.getDataConverter()
                .withContext(new ActivitySerializationContext(
                        client.getNamespace(), workflowId, "", activityType, "", false));
    }

    /** With keys it encrypts, also the messages and stack traces of failures, and refuses what is not encrypted. */
    static DataConverter converter(PayloadKeys keys) {
        return new CodecDataConverter(JSON, List.of(new PayloadCipher(keys)), keys.encrypt());
    }
}
