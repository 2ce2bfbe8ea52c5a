import CallModel
import Crypto

/// Which generation new sessions get, as the store keeps it. Without anything it is the newest edit that could be loaded.
public struct Rollout: Sendable, Equatable {
    /// All new sessions get this generation, whatever is edited; canaries apart.
    public struct Pin: Sendable, Equatable {
        /// The whole hash.
        public var generation: String
        /// Whether it only holds still what the canary is compared with.
        public var isForCanary: Bool
    }

    /// Some new sessions get another generation.
    public struct Canary: Sendable, Equatable {
        /// The whole hash.
        public var generation: String
        /// Per cent of new sessions, from 0 to 100, in hundredths.
        public var share: Double
        /// All calls to these numbers, E.164, sorted.
        public var numbers: [String]

        /// Whether a new session is in it. The same key always gets the same answer, on every node: an offer that is
        /// delivered twice must not begin on two generations.
        public func takes(key: String, called: String?) -> Bool {
            if let called, numbers.contains(called) { return true }
            // Not `Hasher`, whose seed changes with every process.
            let number = SHA256.hash(data: Array(key.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Double(number % 10_000) < share * 100
        }
    }

    /// Nil when edits go live.
    public var pinned: Pin?
    /// Nil when all new sessions get the same.
    public var canary: Canary?

    /// What it is called among the store's settings.
    static let setting = "rollout"
}

extension Rollout {
    /// JSON, as the store keeps it.
    var encoded: [UInt8] {
        let value: JSONValue = [
            "pinned": pinned.map { ["generation": .string($0.generation), "for_canary": .bool($0.isForCanary)] },
            "canary": canary.map {
                [
                    "generation": .string($0.generation), "share": .number($0.share),
                    "numbers": .array($0.numbers.map { .string($0) }),
                ]
            },
        ]
        return value.encoded
    }

    /// Reads what `encoded` wrote.
    init(decoding bytes: [UInt8]) throws(GenerationFault) {
        guard let json = try? JSONValue(parsing: bytes), let object = json.objectValue else {
            throw .unusable("the rollout in the store is no JSON object")
        }
        for (name, _) in object.members where !["pinned", "canary"].contains(name) {
            throw .unusable("the rollout in the store has '\(name)', which a newer version of hookswitch wrote")
        }
        if let pin = object["pinned"] {
            guard let generation = pin["generation"]?.stringValue else {
                throw .unusable("the rollout in the store names no generation")
            }
            pinned = Pin(generation: generation, isForCanary: pin["for_canary"]?.boolValue ?? false)
        }
        if let canary = object["canary"] {
            guard let generation = canary["generation"]?.stringValue, let share = canary["share"]?.doubleValue else {
                throw .unusable("the rollout in the store has a canary without generation or share")
            }
            self.canary = Canary(
                generation: generation, share: share,
                numbers: canary["numbers"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        }
    }
}
