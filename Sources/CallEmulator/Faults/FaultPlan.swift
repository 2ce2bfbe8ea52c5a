/// Decides what goes wrong. No clock and no chance of its own: what happens to the n-th event or request of a name
/// depends on the seed, the name and n only, so that a run can be repeated.
public struct FaultPlan: Sendable {
    /// What goes wrong, and how often.
    public let settings: FaultSettings
    /// Another seed, another run.
    public let seed: UInt64
    /// How many of each name there were.
    private var counts: [String: Int] = [:]
    /// How often a fault with a limit happened to a name.
    private var hits: [String: Int] = [:]

    /// A plan from its beginning.
    public init(_ settings: FaultSettings = FaultSettings(), seed: UInt64 = 0) {
        self.settings = settings
        self.seed = seed
    }

    /// Whether nothing goes wrong.
    public var isEmpty: Bool { settings.isEmpty }

    /// What happens to the next event of a name.
    public mutating func event(_ name: String) -> EventFate {
        guard !isEmpty else { return EventFate() }
        let number = count("event " + name)
        var fate = EventFate()
        fate.copyAfter = seconds(.duplicate, name, number)
        fate.lostFor = seconds(.drop, name, number)
        fate.delay = seconds(.delay, name, number) ?? 0
        switch name {
        case "IncomingCall": fate.delay += seconds(.lateOffer, name, number) ?? 0
        case "CallDisconnected": fate.goesFirst = happens(.disconnectFirst, name, number) != nil
        case "CallConnected":
            fate.waitsForList = seconds(.listFirst, name, number)
            fate.swapsWithin = seconds(.reorder, name, number)
        default: fate.swapsWithin = seconds(.reorder, name, number)
        }
        return fate
    }

    /// What happens to the next request of an operation.
    public mutating func request(_ operation: String) -> RequestFate {
        guard !isEmpty else { return RequestFate() }
        let number = count("request " + operation)
        var fate = RequestFate()
        // A request that is not carried out goes wrong in one way only.
        for kind in [FaultKind.cutBefore, .unauthorized, .clockSkew, .tooMany, .error500, .error503] {
            guard let rule = happens(kind, operation, number) else { continue }
            fate.refusal = kind
            fate.retryAfter = rule.retryAfter
            return fate
        }
        fate.isCut = happens(.cutAfter, operation, number) != nil
        fate.isMalformed = happens(.malformed, operation, number) != nil
        fate.delay = seconds(.slow, operation, number) ?? 0
        fate.eventWait = seconds(.early, operation, number)
        if ["CreateCall", "AnswerCall", "Connect"].contains(operation), fate.eventWait == nil {
            fate.eventWait = seconds(.listFirst, operation, number)
        }
        return fate
    }

    /// Whether a peculiarity shows this time, and for how many seconds.
    mutating func quirk(_ kind: FaultKind) -> Double? {
        guard settings[kind] != nil else { return nil }
        return seconds(kind, "", count("quirk " + kind.rawValue))
    }

    private mutating func count(_ name: String) -> Int {
        counts[name, default: 0] += 1
        return counts[name, default: 0]
    }

    private mutating func seconds(_ kind: FaultKind, _ name: String, _ number: Int) -> Double? {
        happens(kind, name, number).map { $0.seconds ?? kind.traits.seconds ?? 0 }
    }

    private mutating func happens(_ kind: FaultKind, _ name: String, _ number: Int) -> FaultRule? {
        guard let rule = settings[kind], rule.only.isEmpty || rule.only.contains(name),
            FaultDice.throwing(seed, "\(kind.rawValue) \(name) \(number)") < rule.chance
        else { return nil }
        guard let times = rule.times else { return rule }
        let key = "\(kind.rawValue) \(name)"
        guard hits[key, default: 0] < times else { return nil }
        hits[key, default: 0] += 1
        return rule
    }
}

/// Chance that is none: the same number for the same words.
enum FaultDice {
    /// A number from 0 up to 1, without 1.
    static func throwing(_ seed: UInt64, _ words: String) -> Double {
        // FNV-1a, then the last step of SplitMix64: texts that differ in one letter give numbers far apart.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        for byte in words.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((hash ^ (hash >> 31)) >> 11) / Double(1 << 53)
    }
}
