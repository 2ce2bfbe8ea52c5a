import NIOCore

/// Puts messages together that come in several frames; bounded.
struct StreamPieces {
    enum Outcome: Equatable {
        case waits
        case whole([UInt8])
        case tooLarge
        case outOfOrder
    }

    var limit = 64 << 10
    /// What has come of a message that is not whole.
    private var begun: [UInt8]?

    /// A frame has come.
    mutating func add(_ data: ByteBuffer, isFirst: Bool, isLast: Bool) -> Outcome {
        guard isFirst == (begun == nil) else { return .outOfOrder }
        let bytes = (begun ?? []) + data.readableBytesView
        begun = nil
        guard bytes.count <= limit else { return .tooLarge }
        if isLast { return .whole(bytes) }
        begun = bytes
        return .waits
    }
}

/// Whether a peer still lives: it is asked now and then, and whatever comes of it is a sign.
struct StreamPulse {
    /// Seconds without a sign after which it is gone.
    let silence: Double
    private var heard: NIODeadline

    init(silence: Double, at time: NIODeadline) { (self.silence, heard) = (silence, time) }

    mutating func beats(at time: NIODeadline) { heard = time }

    func isGone(at time: NIODeadline) -> Bool { time - heard >= .nanoseconds(Int64(silence * 1e9)) }
}

/// How many messages of a peer are worked on: so many in each second. What is more is dropped, and the peer is read no further
/// until the second is over.
struct StreamPace {
    private let perSecond: Int
    private var begin = NIODeadline.uptimeNanoseconds(0)
    private var count = 0
    /// How many were dropped.
    private(set) var dropped = 0

    init(perSecond: Int) { self.perSecond = perSecond }

    /// Whether one more message is worked on.
    mutating func take(at time: NIODeadline) -> Bool {
        if time - begin >= .seconds(1) { (begin, count) = (time, 0) }
        guard count < perSecond else {
            dropped += 1
            return false
        }
        count += 1
        return true
    }

    /// How long the peer is not read now; nil when it may go on.
    func pause(at time: NIODeadline) -> TimeAmount? {
        guard count >= perSecond, time - begin < .seconds(1) else { return nil }
        return .seconds(1) - (time - begin)
    }
}
