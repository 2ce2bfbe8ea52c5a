import CallModel

/// A request of a flow to the web that has no outcome yet.
struct WebOperation: Codable {
    /// Who waits for the answer; nil when nobody does any more.
    var task: Int?
    /// Where the flow asked.
    let place: String
    /// The exact request, but for its secrets.
    let request: PreparedRequest
    /// Whether sending it twice has the effect of once.
    let mayRepeat: Bool
    /// Seconds for all tries together, and when they began.
    let timeLimit: Double
    var began: Double
    /// How often it was sent.
    var attempt = 0
    /// How often it was sent again in this process because nobody knew what came of it.
    var repeats = 0
    /// Whether the last try has an answer or a fault.
    var isAnswered = false

    /// Seconds that are left at a time.
    func timeLeft(at time: Double) -> Double { began + timeLimit - time }
}
