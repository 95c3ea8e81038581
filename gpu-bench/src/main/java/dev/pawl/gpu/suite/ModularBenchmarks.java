package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Arithmetic of homomorphic encryption: modular products, and the number-theoretic transform. */
final class ModularBenchmarks {

    /** 2^61 - 2^21 + 1 is prime: it has roots of unity of order 2^21, and leaves the headroom that the kernels need. */
    static final BigInteger PRIME =
            BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE.shiftLeft(21)).add(BigInteger.ONE);

    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    private static final long P = PRIME.longValueExact();

    private ModularBenchmarks() {}

    static List<KernelBenchmark> all(Effort effort) {
        return List.of(products(effort.elements() / 2), transform(effort.polynomialSize(), effort.polynomials()));
    }

    /** Below the prime, and different for each index and salt. */
    private static long residue(long index, long salt) {
        return Math.floorMod(index * 0x9E3779B97F4A7C15L + salt * 0xD1B54A32D192ED03L, P);
    }

    private static KernelBenchmark products(long n) {
        double bytes = 3.0 * Long.BYTES * n;
        return new KernelBenchmark(
                "modular.product_u64", Map.of("elements", String.valueOf(n)), bytes, n, "op/s", device -> {
                    DeviceArray a = DeviceArray.ofLongs(device, n, index -> residue(index, 1));
                    DeviceArray b = DeviceArray.ofLongs(device, n, index -> residue(index, 2));
                    DeviceArray c = DeviceArray.ofLongs(device, n);
                    long negated = WORD.subtract(PRIME.modInverse(WORD)).longValue();
                    return new Prepared(
                            device.forEach(
                                    n,
                                    KernelCode.MODULAR,
                                    "modmul_u64",
                                    a.memory(),
                                    b.memory(),
                                    c.memory(),
                                    P,
                                    negated,
                                    n),
                            () -> expectProducts(c, n));
                });
    }

    /** Of 64 and more bits by numbers of any size: slow, so that a part of many is looked at. */
    private static void expectProducts(DeviceArray c, long n) {
        BigInteger inverse = WORD.modInverse(PRIME);
        int count = (int) Math.min(n, 20_000);
        for (long start : new long[] {0, (n - count) / 2, n - count}) {
            long[] found = c.longs(start, count);
            for (int i = 0; i < count; i++) {
                long expected = BigInteger.valueOf(residue(start + i, 1))
                        .multiply(BigInteger.valueOf(residue(start + i, 2)))
                        .multiply(inverse)
                        .mod(PRIME)
                        .longValueExact();
                if (found[i] != expected)
                    throw DeviceArray.wrong(start + i, String.valueOf(found[i]), String.valueOf(expected));
            }
        }
    }

    private static KernelBenchmark transform(int n, int polynomials) {
        int stages = Integer.numberOfTrailingZeros(n);
        long elements = (long) n * polynomials;
        long pairs = elements / 2;
        Map<String, String> params = Map.of("n", String.valueOf(n), "polynomials", String.valueOf(polynomials));
        double bytes = 2.0 * Long.BYTES * elements * stages;
        return new KernelBenchmark("modular.ntt_u64", params, bytes, (double) pairs * stages, "op/s", device -> {
            BigInteger root = rootOfUnity(n);
            long[] roots = new long[n / 2];
            long[] quotients = new long[n / 2];
            BigInteger power = BigInteger.ONE;
            for (int i = 0; i < n / 2; i++) {
                roots[i] = power.longValueExact();
                quotients[i] = power.multiply(WORD).divide(PRIME).longValue();
                power = power.multiply(root).mod(PRIME);
            }
            // The kernel takes its input in bit-reversed order: coefficient k lies where its bits say backwards.
            DeviceArray values = DeviceArray.ofLongs(
                    device, elements, index -> residue(index / n * n + reversed((int) (index % n), stages), 3));
            DeviceArray powers = DeviceArray.ofLongs(device, n / 2, index -> roots[(int) index]);
            DeviceArray shoup = DeviceArray.ofLongs(device, n / 2, index -> quotients[(int) index]);
            Runnable[] launches = new Runnable[stages];
            for (int stage = 0; stage < stages; stage++)
                launches[stage] = device.forEach(
                        pairs,
                        KernelCode.MODULAR,
                        "ntt_stage_u64",
                        values.memory(),
                        powers.memory(),
                        shoup.memory(),
                        P,
                        n,
                        1 << stage,
                        pairs);
            return new Prepared(
                    () -> {
                        for (Runnable launch : launches) launch.run();
                    },
                    () -> {
                        expectTransformed(values, n, 0, root);
                        expectTransformed(values, n, polynomials - 1, root);
                    });
        });
    }

    private static int reversed(int index, int bits) {
        return Integer.reverse(index) >>> (Integer.SIZE - bits);
    }

    static BigInteger rootOfUnity(int order) {
        BigInteger exponent = PRIME.subtract(BigInteger.ONE).divide(BigInteger.valueOf(order));
        for (BigInteger candidate = BigInteger.TWO; ; candidate = candidate.add(BigInteger.ONE)) {
            BigInteger root = candidate.modPow(exponent, PRIME);
            // Of exactly that order where its half is not one already; the order is a power of two.
            if (!root.modPow(BigInteger.valueOf(order / 2), PRIME).equals(BigInteger.ONE)) return root;
        }
    }

    /** A transform is the polynomial's value at each power of the root; a few are computed by Horner's rule. */
    private static void expectTransformed(DeviceArray values, int n, int polynomial, BigInteger root) {
        long start = (long) polynomial * n;
        long[] found = values.longs(start, n);
        for (int place : new int[] {0, 1, 2, n / 3, n / 2, n / 2 + 1, n - 1}) {
            BigInteger point = root.modPow(BigInteger.valueOf(place), PRIME);
            BigInteger value = BigInteger.ZERO;
            for (int k = n - 1; k >= 0; k--)
                value = value.multiply(point)
                        .add(BigInteger.valueOf(residue(start + k, 3)))
                        .mod(PRIME);
            if (found[place] != value.longValueExact())
                throw DeviceArray.wrong(start + place, String.valueOf(found[place]), value.toString());
        }
    }
}
