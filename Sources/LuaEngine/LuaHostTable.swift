import CLuaBridge
import Foundation

/// What a host function answers.
public enum LuaReturn: Sendable {
    /// The values that were pushed last.
    case values(Int)
    /// The script waits until the host resumes its thread.
    case wait
    /// The function is called, unless it was before under this key; its value is the result.
    case callOnce(key: String, LuaReference)
}

/// An error that a host function raises in the script.
public struct LuaRaise: Error, Sendable {
    /// What is raised.
    public var value: LuaValue
    /// Whether file and line of the caller go before a text.
    public var withPosition: Bool

    /// A mistake of the script, told with its file and line.
    public init(_ message: String) {
        value = .string(message)
        withPosition = true
    }

    /// Any value, as it is.
    public init(_ value: LuaValue) {
        self.value = value
        withPosition = false
    }
}

/// A function written in Swift that scripts can call.
public struct LuaHostFunction: Sendable {
    /// Empty for a global.
    public let namespace: String
    /// The name in its namespace.
    public let name: String
    let body: @Sendable (LuaCall) throws(LuaRaise) -> LuaReturn

    /// - Parameters:
    ///   - namespace: empty for a global; a class's name for a method; else a table such as `log`.
    ///   - body: is called on the thread that runs the world.
    public init(
        namespace: String = "", name: String, body: @escaping @Sendable (LuaCall) throws(LuaRaise) -> LuaReturn
    ) {
        self.namespace = namespace
        self.name = name
        self.body = body
    }
}

/// A class of objects that the host makes.
public struct LuaHostClass: Sendable {
    /// Also the namespace of its methods.
    public let name: String
    /// Whether each object has a table `data` of its own.
    public let hasData: Bool
    /// Gives the fields that are no methods; nil means that there are none.
    public let index: LuaHostFunction?
    /// Called for every assignment to an object, except to `data`; it raises. Without one a general sentence is raised.
    public let assign: LuaHostFunction?
    /// The global that is its object number 1, made when a script first names it.
    public let global: String?

    /// A class by name.
    public init(
        name: String, hasData: Bool = false, index: LuaHostFunction? = nil, assign: LuaHostFunction? = nil,
        global: String? = nil
    ) {
        self.name = name
        self.hasData = hasData
        self.index = index
        self.assign = assign
        self.global = global
    }
}

/// The functions and classes that a host gives to its worlds; made once, shared by all of them.
public final class LuaHostTable: Sendable {
    let classNames: [String]
    private let classNumbers: [String: Int32]
    private let memory: HostMemory

    /// A table of functions and classes.
    public init(_ functions: [LuaHostFunction], classes: [LuaHostClass] = []) {
        classNames = classes.map(\.name)
        classNumbers = Dictionary(
            classNames.enumerated().map { ($0.element, Int32($0.offset)) }, uniquingKeysWith: { first, _ in first })
        var all = functions
        func number(_ function: LuaHostFunction?) -> Int32 {
            guard let function else { return -1 }
            all.append(function)
            return Int32(all.count - 1)
        }
        let classRows = classes.map { row -> HostMemory.ClassRow in
            (row.name, row.hasData, number(row.index), number(row.assign), row.global)
        }
        memory = HostMemory(
            names: functions.enumerated().map { ($0.element.namespace, $0.element.name, Int32($0.offset)) },
            classes: classRows, functions: all)
    }

    var host: UnsafePointer<hs_host> { UnsafePointer(memory.host) }

    /// By index; a plain pointer, since every call of a host function reads it.
    var functions: UnsafePointer<LuaHostFunction> { UnsafePointer(memory.functions) }

    func classIndex(_ name: String) -> Int32? { classNumbers[name] }
}

/// The table as C reads it. Written in `init`, only read afterwards, freed when nobody uses it any more: that is why it
/// may be shared between threads.
private final class HostMemory: @unchecked Sendable {
    let host: UnsafeMutablePointer<hs_host>
    private let names: UnsafeMutableBufferPointer<hs_name>
    private let classes: UnsafeMutableBufferPointer<hs_class>
    let functions: UnsafeMutablePointer<LuaHostFunction>
    private let functionCount: Int
    private var texts: [UnsafeMutablePointer<CChar>] = []

    typealias ClassRow = (name: String, hasData: Bool, index: Int32, assign: Int32, global: String?)

    init(
        names rows: [(space: String, name: String, index: Int32)], classes classRows: [ClassRow],
        functions all: [LuaHostFunction]
    ) {
        functions = .allocate(capacity: all.count)
        functions.initialize(from: all, count: all.count)
        functionCount = all.count
        // The order of strcmp, which C searches by.
        let sorted = rows.sorted {
            Array($0.space.utf8 + [0] + $0.name.utf8).lexicographicallyPrecedes($1.space.utf8 + [0] + $1.name.utf8)
        }
        names = .allocate(capacity: sorted.count)
        classes = .allocate(capacity: classRows.count)
        host = .allocate(capacity: 1)
        var texts: [UnsafeMutablePointer<CChar>] = []
        func keep(_ text: String) -> UnsafePointer<CChar>? {
            guard let copy = strdup(text) else { return nil }
            texts.append(copy)
            return UnsafePointer(copy)
        }
        for (index, row) in sorted.enumerated() {
            names.initializeElement(
                at: index, to: hs_name(space: keep(row.space), name: keep(row.name), index: row.index))
        }
        for (index, row) in classRows.enumerated() {
            classes.initializeElement(
                at: index,
                to: hs_class(
                    name: keep(row.name), has_data: row.hasData, index: row.index,
                    assign: row.assign, global_name: row.global.flatMap(keep)))
        }
        self.texts = texts
        host.initialize(
            to: hs_host(
                names: UnsafePointer(names.baseAddress), name_count: sorted.count,
                classes: UnsafePointer(classes.baseAddress), class_count: classRows.count,
                callback: hostCallback))
    }

    deinit {
        functions.deinitialize(count: functionCount)
        functions.deallocate()
        names.deallocate()
        classes.deallocate()
        host.deallocate()
        for text in texts { free(text) }
    }
}
