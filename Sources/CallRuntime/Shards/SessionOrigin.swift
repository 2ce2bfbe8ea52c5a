import CallJournal
import FlowEngine

/// What a session was begun with. Sessions of a shard that were begun alike share one, so that a hundred thousand
/// waiting calls do not each keep their own copy.
final class SessionOrigin {
    /// By what it is shared.
    struct Key: Hashable {
        var flow: String
        var generation: String
        var environment: String
        var level: Int

        init(_ begin: BeginRecord) {
            flow = begin.flow
            generation = begin.generation
            environment = begin.environment
            level = begin.level
        }
    }

    let key: Key
    /// Loaded when a session of it is first rebuilt; kept as long as one is open.
    var generation: FlowGeneration?
    /// How many sessions share it.
    var users = 0

    init(_ key: Key) { self.key = key }
}

/// The origins of a shard's sessions.
struct OriginTable {
    private var origins: [SessionOrigin.Key: SessionOrigin] = [:]

    /// The origin of a session that comes in.
    mutating func join(_ begin: BeginRecord, _ generation: FlowGeneration? = nil) -> SessionOrigin {
        let key = SessionOrigin.Key(begin)
        let origin = origins[key] ?? SessionOrigin(key)
        origin.users += 1
        if let generation { origin.generation = generation }
        origins[key] = origin
        return origin
    }

    /// A session has gone.
    mutating func leave(_ origin: SessionOrigin) {
        origin.users -= 1
        if origin.users <= 0 { origins[origin.key] = nil }
    }
}
