package dev.pawl.server.notify.forge;

/** Where a client gets what the forge knows it by. Safe for several threads. */
interface TokenSource {

    /**
     * What to use now.
     *
     * @throws ForgeException if there is none to be had
     */
    ForgeToken token();

    /** Says that the forge refused a token; returns whether {@link #token} may now have a better one. */
    boolean renew(ForgeToken refused);

    /** Always the same. */
    static TokenSource of(ForgeToken token) {
        return new TokenSource() {
            @Override
            public ForgeToken token() {
                return token;
            }

            @Override
            public boolean renew(ForgeToken refused) {
                return false;
            }
        };
    }
}
