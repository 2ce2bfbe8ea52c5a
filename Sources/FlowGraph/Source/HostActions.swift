import FlowEngine

/// Which host functions are drawn, and how.
enum HostActions {
    /// Methods that ask for an action, or wait.
    static let methods: Set<String> = Set(
        HostCatalogue.functions.filter { $0.signature.isMethod && ($0.action != nil || $0.waits) }.map(\.signature.name)
    )

    /// Functions without a table around them that do.
    static let globals: Set<String> = Set(
        HostCatalogue.functions.filter {
            $0.signature.namespace.isEmpty && $0.isForCalls && ($0.action != nil || $0.waits)
        }.map(\.signature.name)
    ).union(["launch", "signal", "restart"])

    /// Functions that run the functions that they are given, and then go on.
    static let runners: Set<String> = ["within", "all", "race"]

    /// Functions of a table, such as `http.get`.
    static func isData(_ table: String, _ name: String) -> Bool {
        switch table {
        case "http": name != "secret"
        case "store": true
        default: false
        }
    }

    /// Lua's functions and ours that do nothing to a call.
    static func isPlain(_ name: String) -> Bool {
        HostCatalogue.base.contains(name) || HostCatalogue.spaces[name] != nil || name == "log"
    }

    /// The options that tell most about an action, the first that is there.
    static let tellingOptions = [
        "text", "file", "ssml", "target", "targets", "url", "flow", "room_id", "reason", "sources",
    ]

    /// The form of an action.
    static func shape(_ name: String) -> Graph.Shape {
        switch name {
        case "recognize": .question
        case "transfer", "add_participant", "remove_participant", "move_participants", "redirect", "create_call",
            "connect_call":
            .people
        case "hang_up", "reject": .end
        default: .action
        }
    }
}
