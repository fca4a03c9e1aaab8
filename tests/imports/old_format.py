"""A workbook in the format of Excel 97 (.xls), which nothing here can write any more.

Two invented homes with an owner each, as `book()` would write them: made once by a small script,
packed, and kept as text.
"""

from base64 import b85decode
from zlib import decompress

_PACKED = (
    "c-rk)OGs2v82-+kJI=$`jE#X441<uBxfpfR1HEOG3u$l~A`7WzawyTp7;0e!StbM$2rZ&$Be-c}kA=OVb}a&"
    "<h@c3ZYS$uy!YG~FfBw1G#>c{el8pOZ&VT;@Kj;6>x#x8s&&RzJ!?*lt%t0e;$mlK<<oE<7muYxF<+?6aGj~"
    "$bEi5azoHUUIc04G4=8$tJ=Q|ArH`OO3f%lZ!aSY*}WFokPXyQJ^gzQ5DNr7wRDM1DIs*L3!mMd7^;F=FvZe"
    "h<wmJL*QLhQr17Ovi4tl~DMlFLdUdGBz{8}`(q98cvcJ~Je;b?w-i>Wp>&n*{;22qU0*YfdB+saW>}d^CY0_"
    "@)PeujWpD9JKsP>lYyZ_t}2O0{%;i3iLrg$P0V`MfhoxC5q7EE$vfi<KtE)DnH#>c!aXu(QOgRwD@FHh4`^Q"
    "aw>lLb1!-P;mu(iL`!_r;mN2}j=mbKJ7Fk$!-cfE>o<l%p;}6HZpq7A-!p6L7xR`VBH4jb*1fzjJao8EUH|f"
    "8XS`KAz@9!n?z0bt)$%@|<E)IJ;1Vw3TVd8}j#$s~9J8)s-OtiT%bD`3)^bDH(a&|xb7>W|Q_py*t;x~Xl0N"
    "V$ayKyWL0d=qXmk3cZ}hb`j7l1@4vLpoKWapcxOzq6o@VC4I6&U9teAJ0I2Di4cinjMm0}uhR=q5<mK+^1V="
    "2a1Wi1<7wi!z$OP#UoWZ8{&#GG~>A;3N_kDMvTR4LyMN?yq!m{FG5XtV`00vCqdA6-q7Rat;lna6scS#JxIR"
    "bf_#(NBe0<t#TUWf+s;bhQ448x|~BuwcQ01q&9I9R$C)W?$A-el^X$vOA3bI@6Rg)^C#k7Q4_x*KztV-Hs&X"
    "DfH&GepbRROfIp=81sLj#2#urg)YRoA6<E`U;2;}x%ac^K+m7sLix6z$)}%xx&2>4rQc5"
)
XLS = decompress(b85decode(_PACKED))
