import CallModel

/// Something that a stream of a call told, on its way to the flow.
public struct StreamInput: Sendable, Equatable {
    /// The event's name, such as `TranscriptionData`.
    public var name: String
    /// Its payload.
    public var data: [UInt8]
    /// Whose words they are; nil when it is nobody's.
    public var speaker: String?
    /// Whether it is a guess, which what the same speaker is heard to say later takes the place of.
    public var isGuess: Bool

    /// An input of its parts.
    public init(name: String, data: [UInt8], speaker: String? = nil, isGuess: Bool = false) {
        self.name = name
        self.data = data
        self.speaker = speaker
        self.isGuess = isGuess
    }
}

/// What a stream told since the flow was last given something of it: a flow gets it at most ten times a second. Bounded: what
/// is too much is dropped, guesses first.
struct StreamBatch: Sendable {
    /// Seconds between two deliveries.
    static let pace = 0.1
    /// Inputs that wait.
    static let mostInputs = 64
    /// Their payloads together.
    static let mostBytes = 256 << 10

    private(set) var waiting: [StreamInput] = []
    private var bytes = 0
    /// How many were dropped because there was too much.
    private(set) var dropped = 0
    /// When something was last delivered, in seconds since 1970.
    var delivered = -Double.infinity
    /// Whether a timer is set for what waits.
    var isTimed = false

    /// Adds an input; a guess that waits gives way to what the same speaker is heard to say later.
    mutating func add(_ input: StreamInput) {
        if let speaker = input.speaker {
            remove { $0.isGuess && $0.speaker == speaker && $0.name == input.name }
        }
        if !fits(input) {
            let before = waiting.count
            remove { $0.isGuess }
            dropped += before - waiting.count
        }
        guard fits(input) else {
            dropped += 1
            return
        }
        waiting.append(input)
        bytes += input.data.count
    }

    private func fits(_ input: StreamInput) -> Bool {
        waiting.count < Self.mostInputs && bytes + input.data.count <= Self.mostBytes
    }

    private mutating func remove(_ isMeant: (StreamInput) -> Bool) {
        waiting.removeAll { input in
            guard isMeant(input) else { return false }
            bytes -= input.data.count
            return true
        }
    }

    /// Takes all that waits, in order.
    mutating func take(at time: Double) -> [StreamInput] {
        defer { (waiting, bytes, delivered, isTimed) = ([], 0, time, false) }
        return waiting
    }
}
