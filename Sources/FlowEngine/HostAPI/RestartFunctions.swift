import CallModel
import LuaEngine

/// The checkpoint of sessions that run for hours.
enum RestartFunctions {
    static let all: [HostFunction] = [restart]

    /// Bytes of data, as JSON.
    static let mostData = 64 << 10

    private static let restart = HostFunction(
        "restart",
        "Begins anew in a fresh world, with the Restart hooks; it does not return. Everything that the session runs ends, "
            + "caught by nothing; its calls stay, and what was sent to the service goes on.",
        parameters: [
            HostParameter("handler", .string, "What the hooks get as event.handler.", required: true),
            HostParameter(
                "data", .oneOf([.table, .string, .number(-1e300...1e300), .boolean]),
                "What the hooks get as event.data."),
        ], waits: true
    ) { instance, arguments throws(LuaRaise) in
        guard case .string(let handler) = arguments[0], !handler.isEmpty else {
            throw arguments.mistake("'handler' is empty")
        }
        let data = try arguments.json(arguments[1])
        let encoded = data.encoded
        guard encoded.count <= mostData else {
            throw arguments.mistake("'data' is \(encoded.count) bytes as JSON, and \(mostData) is the limit")
        }
        guard (try? JSONValue(parsing: encoded)) != nil else { throw arguments.mistake("'data' is nested too deeply") }
        return arguments.ask(.session(.restart(handler: handler, data: data)), of: instance)
    }
}
