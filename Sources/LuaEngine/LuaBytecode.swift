/// What must be known of compiled code before it may run.
///
/// When an operation fails, Lua 5.4.4 finds the name of its operand by going back from index to index, once for each
/// link: for `x.x.x…` with 200,000 links it runs out of C's stack, with 50,000 it takes seconds for one message (fixed
/// upstream by 5.4.7). So the longest such chain is measured in the code, as `lua_dump` of 5.4 writes it.
struct LuaBytecode {
    /// A chain of indices that is too long, by the function that it stands in.
    struct LongChain: Error, Equatable {
        /// Counted from 1.
        var line: Int
    }

    /// Not what `lua_dump` of 5.4 writes.
    struct Unreadable: Error {}

    /// Links of a chain, those of its keys included.
    static let maxChain = 200
    /// Links times instructions of their function: for each link the code is gone through from its beginning.
    static let maxWork = 2_000_000

    private var bytes: ArraySlice<UInt8>

    /// Checks the code of a whole chunk.
    static func check(_ bytes: [UInt8]) throws {
        var reader = LuaBytecode(bytes: bytes[...])
        // Signature, version, format, test data, sizes, test numbers; then the number of upvalues.
        let header = try reader.take(31)
        let start: [UInt8] = [0x1B, 0x4C, 0x75, 0x61, 0x54, 0x00, 0x19, 0x93, 0x0D, 0x0A, 0x1A, 0x0A, 4, 8, 8]
        guard header.starts(with: start) else { throw Unreadable() }
        _ = try reader.take(1)
        try reader.function()
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, bytes.count >= count else { throw Unreadable() }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    private mutating func byte() throws -> UInt8 {
        guard let byte = bytes.popFirst() else { throw Unreadable() }
        return byte
    }

    /// Seven bits a byte, the highest first; the last has its top bit set.
    private mutating func number() throws -> Int {
        var number = 0
        while true {
            let next = try byte()
            guard number < 1 << 48 else { throw Unreadable() }
            number = number << 7 | Int(next & 0x7F)
            if next & 0x80 != 0 { return number }
        }
    }

    /// Its length and one, then its bytes; 0 for none.
    private mutating func text() throws {
        let size = try number()
        if size > 0 { _ = try take(size - 1) }
    }

    private mutating func function() throws {
        try text()  // source
        let line = try number()
        _ = try number()  // last line
        _ = try take(3)  // parameters, variadic, stack
        let code = try take(4 * number())
        let chain = Self.longestChain(code)
        guard chain <= Self.maxChain, chain * code.count / 4 <= Self.maxWork else {
            throw LongChain(line: max(1, line))
        }
        for _ in 0..<(try number()) { try constant() }
        _ = try take(3 * number())  // upvalues
        for _ in 0..<(try number()) { try function() }
        _ = try take(number())  // lines
        for _ in 0..<(try number()) {
            _ = (try number(), try number())
        }
        for _ in 0..<(try number()) {
            try text()
            _ = (try number(), try number())
        }
        for _ in 0..<(try number()) { try text() }
    }

    private mutating func constant() throws {
        switch try byte() {
        case 0x00, 0x01, 0x11: return  // nil, false, true
        case 0x03, 0x13: _ = try take(8)  // integer, float
        case 0x04, 0x14: try text()
        default: throw Unreadable()
        }
    }

    /// How many indices lie between a register and what is no index, at most; those in keys count.
    private static func longestChain(_ code: ArraySlice<UInt8>) -> Int {
        code.withUnsafeBytes { bytes in
            var chains = [Int](repeating: 0, count: 512)
            var (longest, highest) = (0, 0)
            var offset = 0
            while offset < bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
                offset += 4
                let (a, b) = (Int(word >> 7 & 0xFF), Int(word >> 16 & 0xFF))
                switch word & 0x7F {
                case 0, 14: chains[a] = chains[b] + 1  // MOVE, GETFIELD
                case 12: chains[a] = chains[b] + chains[Int(word >> 24)] + 1  // GETTABLE, with its key
                case 10, 15...18, 46...48, 54...66, 70...72, 78, 81, 82: continue  // set no register
                case 8, 68, 69, 76, 80:  // LOADNIL, CALL, TAILCALL, TFORCALL, VARARG: all from A on
                    var register = a
                    while register <= highest {
                        chains[register] = 0
                        register += 1
                    }
                    highest = min(highest, a)
                    continue
                case 20:  // SELF
                    chains[a] = 0
                    chains[a + 1] = 0
                    continue
                default:
                    chains[a] = 0
                    continue
                }
                longest = max(longest, chains[a])
                highest = max(highest, a)
            }
            return longest
        }
    }
}
