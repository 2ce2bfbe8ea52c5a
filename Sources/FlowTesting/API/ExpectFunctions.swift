import FlowEngine
import LuaEngine

/// `expect(x)` and what can be said of any value.
enum ExpectFunctions {
    static let all: [SpecFunction] = [
        expect, equals, differs, contains, matches, isNil, isTrue, isFalse, isAbove, isBelow,
    ]

    static let within = HostParameter("options", .options([SpecWorld.withinOption]), "How long to wait for it.")

    private static let expect = SpecFunction(
        "expect", "Begins a sentence about a value, a call, a phone or a session.",
        parameters: [HostParameter("subject", .any, "What the sentence is about.")], result: "an expectation"
    ) { world, arguments throws(LuaRaise) in
        world.expectations.append(arguments[0])
        arguments.call.push(
            .object(LuaObject(class: SpecAPI.expectationClass, id: Int64(world.expectations.count))))
        return .values(1)
    }

    /// What the sentence is about.
    static func subject(_ world: SpecWorld, _ arguments: HostArguments) throws(LuaRaise) -> LuaValue {
        guard world.expectations.indices.contains(arguments.object - 1) else {
            throw arguments.mistake("this expectation is not known here")
        }
        return world.expectations[arguments.object - 1]
    }

    private static func check(
        _ name: String, _ summary: String, _ parameters: [HostParameter] = [],
        _ sentence: @escaping @Sendable (LuaValue, HostArguments) throws(LuaRaise) -> (isSo: Bool, words: String)
    ) -> SpecFunction {
        SpecFunction("Expectation." + name, summary, parameters: parameters) { world, arguments throws(LuaRaise) in
            let subject = try subject(world, arguments)
            let (isSo, words) = try sentence(subject, arguments)
            guard isSo else { throw LuaRaise("expected \(words), but it is \(subject.told)") }
            return .values(0)
        }
    }

    private static let other = HostParameter("value", .any, "The value to compare with.")

    private static let equals = check("equals", "It is this value; tables are compared by what is in them.", [other]) {
        subject, arguments throws(LuaRaise) in
        (subject.same(as: arguments[0]), arguments[0].told)
    }

    private static let differs = check("differs_from", "It is not this value.", [other]) {
        subject, arguments throws(LuaRaise) in
        (!subject.same(as: arguments[0]), "something else than \(arguments[0].told)")
    }

    private static let contains = check(
        "contains", "A text has this part, or a list this item.", [other]
    ) { subject, arguments throws(LuaRaise) in
        switch (subject, arguments[0]) {
        case (.string(let text), .string(let part)): return (text.contains(part), "a text with \"\(part)\"")
        case (.table(let table), let item):
            return (
                table.array.contains { $0.same(as: item) }, "a list with \(item.told)"
            )
        default: throw arguments.mistake("only a text or a list contains something, not \(subject.shown)")
        }
    }

    private static let matches = check(
        "matches", "A text fits a Lua pattern.",
        [HostParameter("pattern", .string, "Such as \"^%d+$\".", required: true)]
    ) { subject, arguments throws(LuaRaise) in
        let pattern = arguments[0].stringValue ?? ""
        guard case .string(let text) = subject else { return (false, "a text like \"\(pattern)\"") }
        return (PatternMatcher().matches(text, pattern), "a text like \"\(pattern)\"")
    }

    private static let isNil = check("is_nil", "There is nothing.") { subject, _ throws(LuaRaise) in
        (subject == .nil, "nil")
    }

    private static let isTrue = check("is_true", "It is true, not only something.") { subject, _ throws(LuaRaise) in
        (subject == .boolean(true), "true")
    }

    private static let isFalse = check("is_false", "It is false, not nil.") { subject, _ throws(LuaRaise) in
        (subject == .boolean(false), "false")
    }

    private static let bound = HostParameter(
        "bound", .number(-1e15...1e15), "The number to compare with.", required: true)

    private static let isAbove = check("is_above", "A number is greater.", [bound]) {
        subject, arguments throws(LuaRaise) in
        let bound = arguments[0].numberValue ?? 0
        return (subject.numberValue.map { $0 > bound } ?? false, "a number above \(bound.short)")
    }

    private static let isBelow = check("is_below", "A number is less.", [bound]) {
        subject, arguments throws(LuaRaise) in
        let bound = arguments[0].numberValue ?? 0
        return (subject.numberValue.map { $0 < bound } ?? false, "a number below \(bound.short)")
    }
}

extension LuaValue {
    /// The value in a sentence: texts in quotes, tables with what is in them.
    fileprivate var told: String {
        if case .string = self { return shown.cut }
        return shown(quoted: false).cut
    }

    /// Equality as people mean it: 1 is 1.0.
    func same(as other: LuaValue) -> Bool {
        switch (self, other) {
        case (.integer, .number), (.number, .integer): numberValue == other.numberValue
        // A copy says nothing of which function it was, nor of what has keys of other kinds.
        case (.function, .function): false
        case (.table(let left), .table(let right)):
            !left.hasOtherKeys && !right.hasOtherKeys && left.array.count == right.array.count
                && left.namedFields.count == right.namedFields.count
                && zip(left.array, right.array).allSatisfy { $0.same(as: $1) }
                && zip(left.namedFields, right.namedFields).allSatisfy { $0.0 == $1.0 && $0.1.same(as: $1.1) }
        default: self == other
        }
    }
}

extension String {
    /// The text, cut where nobody would read on.
    var cut: String { count > 400 ? prefix(400) + "…" : self }
}
