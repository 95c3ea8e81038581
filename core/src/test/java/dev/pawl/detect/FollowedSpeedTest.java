package dev.pawl.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FollowedSpeedTest {

    @Test
    void whatTheMachineLostIsDividedOutOnceTheControlIsKnown() {
        FollowedSpeed speed = FollowedSpeed.EMPTY;
        for (int run = 0; run < 5; run++) {
            speed = speed.after(Map.of("ruler", Math.log(50)));
            assertFalse(speed.isKnown());
            assertEquals(100, speed.divided(100, 1));
        }

        speed = speed.after(Map.of("ruler", Math.log(60)));

        assertTrue(speed.isKnown());
        assertEquals(100, speed.divided(120, 1), 1e-9);
        assertEquals(120, speed.divided(100, -1), 1e-9);
        assertEquals(7, speed.divided(7, 0));
        assertEquals(120, speed.asLately(100, 1), 1e-9);
    }

    @Test
    void aRunWithoutAControlIsAsFastAsThoseBefore() {
        FollowedSpeed speed = known(1);
        for (int run = 0; run < 5; run++) speed = speed.after(Map.of("ruler", Math.log(50 * 1.2)));

        speed = speed.after(Map.of());

        assertEquals(100, speed.divided(120, 1), 1e-9);
    }

    /** The machine became 30 % slower before the second control came, and the first one went. */
    @Test
    void controlsComeAndGoWithoutAStep() {
        FollowedSpeed speed = known(1);
        for (int run = 0; run < 8; run++) {
            speed = speed.after(Map.of("ruler", Math.log(50 * 1.3), "other", Math.log(9)));
            assertEquals(100, speed.divided(130, 1), 1e-9, "run " + run);
        }
        for (int run = 0; run < 3; run++) {
            speed = speed.after(Map.of("other", Math.log(9)));
            assertEquals(100, speed.divided(130, 1), 1e-9);
        }
    }

    @Test
    void itSurvivesItsStorage() {
        Random random = new Random(1);
        FollowedSpeed speed = FollowedSpeed.EMPTY;
        for (int run = 0; run < 12; run++)
            speed = speed.after(Map.of("ruler", random.nextGaussian(), "größe", random.nextGaussian()));

        FollowedSpeed stored = FollowedSpeed.fromBytes(speed.toBytes());

        assertNotNull(stored);
        assertArrayEquals(speed.toBytes(), stored.toBytes());
        assertEquals(speed.divided(3, 1), stored.divided(3, 1));
        assertNull(FollowedSpeed.fromBytes(new byte[] {9}));
    }

    private static FollowedSpeed known(double slower) {
        FollowedSpeed speed = FollowedSpeed.EMPTY;
        for (int run = 0; run < 5; run++) speed = speed.after(Map.of("ruler", Math.log(50 * slower)));
        return speed;
    }
}
