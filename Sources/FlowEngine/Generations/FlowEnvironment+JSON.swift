import CallModel

/// The environment as the store keeps it: JSON whose bytes are the same for the same settings.
extension FlowEnvironment {
    /// Why a kept environment cannot be used.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// What is wrong and where it may come from.
        public let description: String
    }

    /// JSON without white space, members in a fixed order; limits by name, each as an exact text.
    public var encoded: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("ai_resource", aiResource)
            writer.member("api_version", apiVersion)
            writer.member("caller_id", callerID)
            writer.name("config")
            writer.object { writer in
                for (name, value) in config.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
            }
            writer.name("limits")
            writer.object { writer in
                for setting in FlowLimits.settings { writer.member(setting.name, setting.exactValue(in: limits)) }
            }
            writer.member("outbound_calls", outboundCallsPerNumber)
            // In their own order: an error that lists them reads the same when a session is rebuilt.
            writer.name("owned_numbers")
            writer.array { writer in for number in ownedNumbers { writer.string(number) } }
            // Only where something is said: what was kept before there were such rules keeps its hash.
            if web != FlowWebRules() {
                writer.name("web")
                writer.value(web.json)
            }
        }
        return writer.bytes
    }

    /// Reads what `encoded` wrote. A member that is missing has its default, since an older version did not know it; one
    /// that is not known is an error, since a newer version meant something by it.
    public init(decoding bytes: [UInt8]) throws(Fault) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw Fault(description: "the kept environment is \(error)")
        }
        guard let members = json.objectValue?.members else {
            throw Fault(description: "the kept environment is no JSON object")
        }
        self.init()
        for (name, value) in members { try set(name, to: value) }
    }

    private mutating func set(_ name: String, to value: JSONValue) throws(Fault) {
        switch name {
        case "ai_resource": aiResource = try Self.text(value, name)
        case "api_version": apiVersion = try Self.text(value, name)
        case "caller_id": callerID = try Self.text(value, name)
        case "config":
            for (key, value) in try Self.members(value, name) { config[key] = try Self.text(value, "config." + key) }
        case "limits":
            for (limit, value) in try Self.members(value, name) {
                let text = try Self.text(value, "limits." + limit)
                guard let setting = FlowLimits.settings.first(where: { $0.name == limit }) else {
                    throw Self.unknown("limits." + limit)
                }
                guard setting.set(exactly: text, in: &limits) else { throw Self.unfit("limits." + limit) }
            }
        case "outbound_calls":
            guard let count = value.intValue else { throw Self.unfit(name) }
            outboundCallsPerNumber = count
        case "owned_numbers":
            guard let items = value.arrayValue else { throw Self.unfit(name) }
            var numbers: [String] = []
            for item in items { numbers.append(try Self.text(item, name)) }
            ownedNumbers = numbers
        case "web":
            guard let rules = FlowWebRules(json: value) else { throw Self.unfit(name) }
            web = rules
        default: throw Self.unknown(name)
        }
    }

    private static func text(_ value: JSONValue, _ name: String) throws(Fault) -> String {
        guard let text = value.stringValue else { throw unfit(name) }
        return text
    }

    private static func members(
        _ value: JSONValue, _ name: String
    ) throws(Fault) -> [(name: String, value: JSONValue)] {
        guard let object = value.objectValue else { throw unfit(name) }
        return object.members
    }

    private static func unknown(_ name: String) -> Fault {
        Fault(
            description: "the kept environment has '\(name)', which this version does not know; "
                + "a newer version of hookswitch wrote it")
    }

    private static func unfit(_ name: String) -> Fault {
        Fault(description: "the kept environment has a value for '\(name)' that is none")
    }
}
