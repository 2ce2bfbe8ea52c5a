/// Why an action had no success, as one word that a flow can compare: the fixed list behind `err.reason`.
public enum FailureReason: String, Sendable, CaseIterable, Codable {
    case busy, declined, unreachable, noAnswer = "no_answer", notFound = "not_found", forbidden
    case cancelled, timeout
    case initialSilence = "initial_silence", interToneTimeout = "inter_tone_timeout"
    case noMatch = "no_match", wrongTone = "wrong_tone", notUnderstood = "not_understood"
    case promptFailed = "prompt_failed", speechServiceRefused = "speech_service_refused"
    case notEstablished = "not_established", wrongState = "wrong_state", conflict
    case incompatibleMedia = "incompatible_media", invalidRequest = "invalid_request"
    case unauthorized, throttled, unavailable, serviceError = "service_error"
    case notSent = "not_sent", outcomeUnknown = "outcome_unknown"
    /// Of `http` and `json`: an address that is not public, too many bytes, and what cannot be read.
    case refusedAddress = "refused_address", tooLarge = "too_large", malformed
    case callEnded = "call_ended", notSupported = "not_supported", failed

    /// The word for a result of the service. `subCode` decides where it is known; else the status does
    /// (protocol reference, sections 12 and 16).
    public init(code: Int, subCode: Int) {
        switch subCode {
        case 8508: self = .cancelled
        case 8510: self = .initialSilence
        case 8532: self = .interToneTimeout
        case 8511, 8512, 8535, 8536, 8582: self = .promptFailed
        case 8547: self = .noMatch
        case 8534: self = .wrongTone
        case 8563: self = .notUnderstood
        case 8564: self = .unavailable
        case 8565, 8567: self = .speechServiceRefused
        case 8501: self = .notEstablished
        case 8500, 8585, 8573: self = .wrongState
        case 8519, 8571, 8607: self = .conflict
        case 8583: self = .incompatibleMedia
        case 8522: self = .notFound
        case 8523: self = .invalidRequest
        case 8528: self = .callEnded
        case 8520, 8548: self = .notSupported
        case 8538: self = .declined
        case 8539, 8540: self = .busy
        case 8541, 8544, 10037: self = .unreachable
        case 8543, 8558: self = .notFound
        case 8542: self = .cancelled
        case 7504, 7507: self = .forbidden
        case 7501, 7509, 7510: self = .unauthorized
        case 8587, 10004, 560480: self = .noAnswer
        case 560486: self = .busy
        case 560603, 560403, 510403: self = .declined
        case 560487: self = .cancelled
        case 560404, 560484: self = .notFound
        default:
            switch code {
            case 486: self = .busy
            case 603: self = .declined
            case 487: self = .cancelled
            case 480, 408: self = .noAnswer
            case 401: self = .unauthorized
            case 403: self = .forbidden
            case 404: self = .notFound
            case 409: self = .conflict
            case 412: self = .incompatibleMedia
            case 400, 405, 415: self = .invalidRequest
            case 429: self = .throttled
            case 502...504: self = .unavailable
            case 500...: self = .serviceError
            default: self = .failed
            }
        }
    }
}
