/// A function's parameters and body.
public final class LuaFunction: Sendable {
    /// The named parameters; `self` of a method is not among them.
    public let parameters: [LuaName]
    /// Whether the parameters end with `...`.
    public let isVariadic: Bool
    /// What it does.
    public let body: LuaBlock
    /// From the word `function` to the `end`.
    public let range: LuaRange

    init(parameters: [LuaName], isVariadic: Bool, body: LuaBlock, range: LuaRange) {
        self.parameters = parameters
        self.isVariadic = isVariadic
        self.body = body
        self.range = range
    }
}

/// Where a function statement puts its function: the `a.b:c` of `function a.b:c() … end`.
public final class LuaFunctionPlace: Sendable {
    /// The variable that the function, or the table with it, is in.
    public let variable: LuaVariable
    /// The fields that follow, such as `b`.
    public let fields: [LuaName]
    /// The name after the colon; such a function has a first parameter `self`.
    public let method: LuaName?

    init(variable: LuaVariable, fields: [LuaName], method: LuaName?) {
        self.variable = variable
        self.fields = fields
        self.method = method
    }

    /// As it is written, such as `a.b:c`.
    public var path: String {
        ([variable.name] + fields).map(\.text).joined(separator: ".") + (method.map { ":\($0.text)" } ?? "")
    }
}
