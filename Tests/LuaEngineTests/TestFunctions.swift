import LuaEngine

/// What host functions of a test noted, and the threads that a test drives.
final class Notes {
    var lines: [String] = []
}

/// Functions that the tests' scripts find: `note`, `wait`, `can_wait`, `where`, `fail`, `fail_plain`, `fail_table`,
/// `echo`, `require`, `log.info`, and the class `Box`.
let testTable = LuaHostTable(
    [
        LuaHostFunction(name: "note") { call throws(LuaRaise) in
            for index in stride(from: 1, through: call.count, by: 1) {
                (call.world.owner as? Notes)?.lines.append(show(try call.value(at: index)))
            }
            return .values(0)
        },
        LuaHostFunction(name: "wait") { _ throws(LuaRaise) in .wait },
        LuaHostFunction(name: "can_wait") { call throws(LuaRaise) in
            call.push(.boolean(call.canWait))
            return .values(1)
        },
        LuaHostFunction(name: "where") { call throws(LuaRaise) in
            guard let place = call.currentLine else { return .values(0) }
            call.push(.string(place.source))
            call.push(integer: Int64(place.line))
            return .values(2)
        },
        LuaHostFunction(name: "fail") { call throws(LuaRaise) in throw LuaRaise(call.string(at: 1) ?? "failed") },
        LuaHostFunction(name: "fail_plain") { call throws(LuaRaise) in throw LuaRaise(try call.value(at: 1)) },
        LuaHostFunction(name: "echo") { call throws(LuaRaise) in
            let values = try (0..<call.count).map { index throws(LuaRaise) in try call.value(at: index + 1) }
            for value in values {
                call.push(value)
                release(value, in: call.world)
            }
            return .values(values.count)
        },
        LuaHostFunction(name: "require") { call throws(LuaRaise) in
            let name = call.string(at: 1) ?? ""
            guard let text = modules[name] else { throw LuaRaise("there is no module '\(name)'") }
            do {
                let chunk = try LuaChunk.compile(Array(text.utf8), name: "@\(name).lua")
                return .callOnce(key: name, try call.world.instantiate(chunk))
            } catch let error as LuaError {
                throw LuaRaise(error.message)
            } catch {
                throw LuaRaise("\(error)")
            }
        },
        LuaHostFunction(namespace: "log", name: "info") { call throws(LuaRaise) in
            (call.world.owner as? Notes)?.lines.append("log \(call.string(at: 1) ?? "?")")
            return .values(0)
        },
        LuaHostFunction(name: "box") { call throws(LuaRaise) in
            call.push(.object(LuaObject(class: "Box", id: call.integer(at: 1) ?? 0)))
            return .values(1)
        },
        LuaHostFunction(namespace: "Box", name: "id") { call throws(LuaRaise) in
            guard let id = call.objectID(at: 1, class: "Box") else { throw LuaRaise("a box is wanted; use ':'") }
            call.push(integer: id)
            return .values(1)
        },
        LuaHostFunction(namespace: "Box", name: "wait") { _ throws(LuaRaise) in .wait },
    ],
    classes: [
        LuaHostClass(
            name: "Box", hasData: true,
            index: LuaHostFunction(name: "") { call throws(LuaRaise) in
                guard call.string(at: 2) == "colour" else {
                    throw LuaRaise("a box has no '\(call.string(at: 2) ?? "?")'")
                }
                call.push(.string("red"))
                return .values(1)
            },
            assign: LuaHostFunction(name: "") { call throws(LuaRaise) in
                throw LuaRaise("a box cannot keep '\(call.string(at: 2) ?? "?")'")
            }),
        LuaHostClass(name: "Lid", global: "the_lid"),
    ])

let modules = [
    "answer": "note('loading') return 42",
    "nothing": "note('loading nothing')",
    "self": "return require 'self'",
    "broken": "error('no luck')",
    "waits": "return (wait())",
]

/// A value in one line.
func show(_ value: LuaValue) -> String {
    switch value {
    case .nil: "nil"
    case .boolean(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .string(let text): text
    case .table(let table):
        "{" + (table.array.map(show) + table.namedFields.map { "\($0.0)=\(show($0.1))" }).joined(separator: ",") + "}"
    case .function: "function"
    case .object(let object): "\(object.className) \(object.id)"
    case .other(let name): name
    }
}

func release(_ value: LuaValue, in world: LuaWorld) {
    switch value {
    case .function(let reference): world.release(reference)
    case .table(let table):
        for item in table.array + table.namedFields.map(\.1) { release(item, in: world) }
    default: break
    }
}

extension LuaResume {
    static func text(_ text: String) -> LuaResume { .values([.string(text)]) }
    static func number(_ number: Int64) -> LuaResume { .values([.integer(number)]) }
}
