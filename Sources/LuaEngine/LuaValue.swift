/// A Lua value on Swift's side: copied, so that it holds nothing of the world it came from but numbers.
public enum LuaValue: Sendable, Equatable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    /// Bytes that are no UTF-8 are repaired when they are read.
    case string(String)
    case table(LuaTable)
    /// A function, kept alive in its world until it is released.
    case function(LuaReference)
    /// An object that the host made.
    case object(LuaObject)
    /// Anything else, by the name of its type.
    case other(String)

    /// The name of the type as Lua has it.
    public var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .table: "table"
        case .function: "function"
        case .object(let object): object.className.lowercased()
        case .other(let name): name
        }
    }
}

/// A copy of a table: its list part, its named fields, and what has other keys.
public struct LuaTable: Sendable, Equatable {
    /// The values at 1, 2, 3, … up to the first gap.
    public var array: [LuaValue]
    /// Fields with text keys, sorted by name.
    public private(set) var namedFields: [(String, LuaValue)]
    /// Whether there are keys of other kinds, which were not copied.
    public var hasOtherKeys = false

    /// A table with a list part.
    public init(array: [LuaValue] = []) {
        self.array = array
        namedFields = []
    }

    /// A table with named fields that are sorted here.
    init(array: [LuaValue], unsorted fields: [(String, LuaValue)], hasOtherKeys: Bool) {
        self.array = array
        namedFields = fields.sorted { Self.isBefore($0.0, $1.0) }
        self.hasOtherKeys = hasOtherKeys
    }

    /// A table with named fields in any order; nil values are left out, and of two with one name the last stays.
    public init(named fields: [(String, LuaValue)]) {
        array = []
        var sorted: [(String, LuaValue)] = []
        sorted.reserveCapacity(fields.count)
        let order = fields.indices.sorted { left, right in
            if Self.isBefore(fields[left].0, fields[right].0) { return true }
            return left < right && !Self.isBefore(fields[right].0, fields[left].0)
        }
        for index in order where fields[index].1 != .nil {
            if let last = sorted.last, !Self.isBefore(last.0, fields[index].0) { sorted.removeLast() }
            sorted.append(fields[index])
        }
        namedFields = sorted
    }

    /// Where a name stands, or would stand.
    private func position(of name: String) -> Int {
        var (low, high) = (0, namedFields.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.isBefore(namedFields[middle].0, name) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether the field at a position has this name, to the byte.
    private func isField(_ index: Int, named name: String) -> Bool {
        index < namedFields.count && !Self.isBefore(name, namedFields[index].0)
    }

    /// A field by name; setting nil removes it.
    public subscript(name: String) -> LuaValue? {
        get {
            let index = position(of: name)
            return isField(index, named: name) ? namedFields[index].1 : nil
        }
        set {
            let index = position(of: name)
            let exists = isField(index, named: name)
            if let newValue {
                if exists { namedFields[index].1 = newValue } else { namedFields.insert((name, newValue), at: index) }
            } else if exists {
                namedFields.remove(at: index)
            }
        }
    }

    /// By bytes: two spellings of one letter are two names.
    private static func isBefore(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Whether both hold the same.
    public static func == (left: LuaTable, right: LuaTable) -> Bool {
        left.array == right.array && left.hasOtherKeys == right.hasOtherKeys
            && left.namedFields.elementsEqual(right.namedFields) { $0.0 == $1.0 && $0.1 == $1.1 }
    }
}

/// The number under which a world keeps a function.
public struct LuaReference: Sendable, Hashable {
    let number: Int32
}

/// An object of the host: a class and a number. The same pair is the same table in a world.
public struct LuaObject: Sendable, Hashable {
    /// One of the classes of the host table.
    public var className: String
    /// Its number among those of its class.
    public var id: Int64

    /// An object by class and number.
    public init(class className: String, id: Int64) {
        self.className = className
        self.id = id
    }
}
