package dev.crossrun.desk.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.resource.RunbookResponse;
import dev.crossrun.run.step.Reversibility;
import dev.crossrun.run.step.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noLineRunsUnderAStep(long seed) {
        Picture picture = Picture.ofCatalogue(steps(new Random(seed)));
        assertThat(picture.lines()).isNotEmpty();
        for (Picture.Line line : picture.lines()) {
            for (Segment segment : segments(line.path())) {
                assertThat(picture.nodes()).as("%s %s", line.path(), segment).noneMatch(segment::crosses);
            }
        }
    }

    private static List<RunbookResponse.Step> steps(Random random) {
        List<String> systems = List.of("ALL", "ENTRA", "IDENTITY_CENTER", "CONNECT");
        List<RunbookResponse.Step> steps = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            List<String> before = new ArrayList<>();
            for (int j = 0; i > 0 && j < 2; j++) {
                before.add("step-" + random.nextInt(i));
            }
            steps.add(new RunbookResponse.Step(
                    "step-" + i,
                    "Step " + i,
                    systems.get(random.nextInt(systems.size())),
                    StepKind.CHECK,
                    Reversibility.REVERSIBLE,
                    before.stream().distinct().toList(),
                    List.of(),
                    false,
                    false,
                    false,
                    ""));
        }
        return steps;
    }

    private record Segment(int x1, int y1, int x2, int y2) {
        /** Whether a part of it is inside, not only on the border. */
        boolean crosses(Picture.Node node) {
            return Math.max(x1, x2) > node.x()
                    && Math.min(x1, x2) < node.x() + node.width()
                    && Math.max(y1, y2) > node.y()
                    && Math.min(y1, y2) < node.y() + node.height();
        }
    }

    /** Of a path that only moves, and draws upright and level lines. */
    private static List<Segment> segments(String path) {
        String[] words = path.split(" ");
        int x = Integer.parseInt(words[1]);
        int y = Integer.parseInt(words[2]);
        List<Segment> segments = new ArrayList<>();
        for (int i = 3; i < words.length; i += 2) {
            int to = Integer.parseInt(words[i + 1]);
            boolean level = words[i].equals("H");
            segments.add(new Segment(x, y, level ? to : x, level ? y : to));
            x = level ? to : x;
            y = level ? y : to;
        }
        return segments;
    }
}
