import CallModel

/// What answers requests of flows that fit, in a spec. It belongs to the thread of its stage.
struct WebRule {
    /// An answer, or why there is none.
    enum Reply {
        case response(WebResponse)
        case fault(SendFault)
        /// The time limit of the request passes.
        case silence
    }

    /// Who answers.
    enum Answerer {
        /// Always the same, after so many seconds.
        case reply(Reply, after: Double)
        /// A function of the spec; its error is the case's.
        case function((WebRequest) throws -> (Reply, after: Double))
        /// The server that the request names.
        case live
    }

    /// Upper case; nil for any.
    var method: String?
    /// Whether an address is meant.
    var fits: (String) -> Bool
    /// Who answers.
    var answerer: Answerer
    /// How many requests it still answers; nil for all.
    var times: Int?
}
