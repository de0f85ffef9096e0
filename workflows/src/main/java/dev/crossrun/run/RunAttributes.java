package dev.crossrun.run;

import io.temporal.api.common.v1.Payload;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The search attributes and memo fields of every run. The Temporal UI hides an attribute named Status: hence the prefix. */
public final class RunAttributes {
    public static final SearchAttributeKey<String> RUNBOOK = SearchAttributeKey.forKeyword("CrossrunRunbook");
    public static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("CrossrunStatus");
    public static final SearchAttributeKey<String> REQUESTER = SearchAttributeKey.forKeyword("CrossrunRequester");
    public static final SearchAttributeKey<String> NAME = SearchAttributeKey.forKeyword("CrossrunName");

    /** Kinds of the open tasks. */
    public static final SearchAttributeKey<List<String>> WAITING_FOR =
            SearchAttributeKey.forKeywordList("CrossrunWaitingFor");

    public static final SearchAttributeKey<List<String>> ACCOUNTS =
            SearchAttributeKey.forKeywordList("CrossrunAccounts");

    /** Every key, as a service must know them before the first run. */
    public static final List<SearchAttributeKey<?>> ALL =
            List.of(RUNBOOK, STATUS, REQUESTER, NAME, WAITING_FOR, ACCOUNTS);

    /** Memo: a {@link RunSummary}. */
    public static final String MEMO_SUMMARY = "crossrunSummary";

    /** Memo, if the start had an Idempotency-Key: the key, a space, and a SHA-256 of the body and of {@code planOnly}. */
    public static final String MEMO_IDEMPOTENCY = "crossrunIdempotency";

    /** Memo of an undo: the {@code lastUndo} of the {@link EndedRun} that it was started with, if there is one. */
    public static final String MEMO_LAST_UNDO = "crossrunLastUndo";

    /** Header of an activity: the id of the step that calls it, as JSON. */
    public static final String HEADER_STEP = "crossrun-step";

    /** In the context of log messages (SLF4J's MDC): the id of the step, as well as the ids that the Temporal SDK puts there. */
    public static final String LOG_STEP = "Step";

    /** The one task queue. */
    public static final String TASK_QUEUE = "crossrun";

    private RunAttributes() {}

    /** The id of the step that makes a call, by the header of the call. */
    public static Optional<String> step(Map<String, Payload> header) {
        return Optional.ofNullable(header.get(HEADER_STEP))
                .map(step -> GlobalDataConverter.get().fromPayload(step, String.class, String.class));
    }
}
