import CallModel
import LuaEngine

/// `json.encode`, `json.decode`, and the two values that Lua has no word for.
enum JSONFunctions {
    static let all: [HostFunction] = [encode, decode, null, emptyList]

    private static let encode = HostFunction(
        "json.encode",
        "Writes a value as JSON, the names of tables sorted. An empty table is {}; json.empty_list() is [].",
        parameters: [HostParameter("value", .any, "What to write.")], result: "the text", phases: [.load, .call]
    ) { instance, arguments throws(LuaRaise) in
        let bytes = try arguments.encoded(arguments[0], named: "value", instance)
        arguments.call.push(.string(String(decoding: bytes, as: UTF8.self)))
        return .values(1)
    }

    private static let decode = HostFunction(
        "json.decode",
        "Reads JSON. What is null in an object is not there; in a list it is json.null().",
        parameters: [HostParameter("text", .string, "The JSON.", required: true)], result: "the value, or nil and err",
        phases: [.load, .call]
    ) { instance, arguments throws(LuaRaise) in
        let text = arguments[0].stringValue ?? ""
        instance.charge(text.utf8.count / 4)
        switch FlowJSON.read(text) {
        case .success(let value):
            arguments.call.push(value == .null ? FlowJSON.null : FlowJSON.lua(value))
            return .values(1)
        case .failure(let failure):
            arguments.call.push(.nil)
            arguments.call.push(Marshalling.failure(failure))
            return .values(2)
        }
    }

    private static let null = HostFunction(
        "json.null", "The null of JSON, for lists and for members that must be there.", result: "the null",
        phases: [.load, .call]
    ) { _, arguments throws(LuaRaise) in
        arguments.call.push(FlowJSON.null)
        return .values(1)
    }

    private static let emptyList = HostFunction(
        "json.empty_list", "The empty list of JSON, which an empty table is not.", result: "the list",
        phases: [.load, .call]
    ) { _, arguments throws(LuaRaise) in
        arguments.call.push(FlowJSON.emptyList)
        return .values(1)
    }
}

extension HostArguments {
    /// A value as the bytes of JSON, no longer than a text may be.
    func encoded(_ value: LuaValue, named name: String, _ instance: FlowInstance) throws(LuaRaise) -> [UInt8] {
        let json: JSONValue
        do throws(LuaRaise) {
            json = try FlowJSON.json(value)
        } catch {
            throw mistake("'\(name)': \(error.value.stringValue ?? "this value cannot be JSON")")
        }
        let bytes = json.encoded
        instance.charge(bytes.count / 8)
        let most = instance.environment.limits.lua.stringBytes
        guard bytes.count <= most else {
            throw mistake("'\(name)' is \(bytes.count) bytes as JSON, and a text has at most \(most)")
        }
        return bytes
    }
}
