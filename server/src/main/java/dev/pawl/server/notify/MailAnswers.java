package dev.pawl.server.notify;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Finds the answer of a mail server in what the library throws for it. */
final class MailAnswers {

    private MailAnswers() {}

    /** The answer's number; 0 or less if there is none. */
    static int of(Exception failure) {
        if (failure instanceof SMTPSendFailedException send) return send.getReturnCode();
        if (failure instanceof SMTPAddressFailedException address) return address.getReturnCode();
        if (failure instanceof SMTPSenderFailedException sender) return sender.getReturnCode();
        return 0;
    }
}
