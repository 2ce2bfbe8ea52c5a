/// What to do about each error code of the service: one list, by sub-code first and by status where none is known
/// (protocol reference, section 16).
public enum ErrorCatalogue {
    /// One sentence for a person, or nil when the code speaks for itself.
    public static func remedy(subCode: Int?, code: Int?) -> String? {
        if let subCode, let text = bySubCode[subCode] { return text }
        if let code { return byStatus[code] }
        return nil
    }

    private static let bySubCode: [Int: String] = [
        7501: "Ask for a new bearer token; this one is expired or meant for another audience.",
        7504: "Check that the number belongs to the resource and that the identity may use it.",
        7507: "Use the connection string of the resource that owns the call.",
        7509: "Check the access key and the machine's clock; the signature did not verify.",
        7510: "Give the managed identity the rights that the operation needs.",
        8500: "Wait until the running media operation ends, or interrupt it.",
        8501: "Answer the call and wait for CallConnected before this action.",
        8508: "Somebody cancelled the media operation or interrupted it.",
        8510: "Play a prompt that asks again; the caller pressed nothing in time.",
        8511: "Check the prompt; it could not be played.",
        8519: "Repeat once the other operation on this call has ended.",
        8522: "The call, participant or recording has ended, or never was.",
        8523: "Correct the field that the message names.",
        8528: "The call has ended already; nothing is left to do.",
        8532: "Allow more time between tones or ask for fewer.",
        8534: "Tell again which keys there are; this one belongs to no choice.",
        8547: "Ask again and name the choices; what was said is none of them.",
        8563: "Ask again; the speech could not be understood.",
        8564: "Repeat later; the speech service cannot be reached.",
        8535: "Give a WAV file, mono, 16-bit PCM at 16 kHz.",
        8536: "Check that the service can download the file's address.",
        8559: "A recording of this call is running; stop it first.",
        8565: "Check the AI resource: its address, its access for this resource and its quota.",
        8567: "Connect an AI resource to the communication resource and name it in flow{ ai_resource = … }.",
        8582: "Give the prompt some text.",
        8583: "Wait for the media operation on the other participant to end.",
        8585: "The state of the call does not allow this now.",
        8587: "The offer ran out; answer within 30 seconds.",
        8607: "A transfer is running already; wait for its outcome.",
        10037: "No device of that user is signed in.",
        560404: "Check the number; the carrier does not know it.",
        560484: "Check the number; it is incomplete.",
    ]

    private static let byStatus: [Int: String] = [
        401: "Check the access key or the bearer token, and the machine's clock.",
        403: "Check what this resource and identity may do.",
        429: "Slow down; the service limits the rate of requests.",
        500: "Repeat later; the service failed inside.",
        503: "Repeat later; the service is not available.",
    ]
}
